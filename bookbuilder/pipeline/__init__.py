"""The pipeline of a build: plans the editions, reads locales into documents, renders and publishes them."""
