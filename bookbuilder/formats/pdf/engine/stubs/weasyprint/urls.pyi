from typing import Any

def iri_to_uri(url: str) -> str: ...

class URLFetcher:
    def __init__(
        self,
        timeout: Any = ...,
        ssl_context: Any = ...,
        http_headers: Any = ...,
        allowed_protocols: Any = ...,
        allow_redirects: Any = ...,
        fail_on_errors: Any = ...,
        **kwargs: Any,
    ) -> None: ...
    def fetch(self, url: str, headers: Any = ...) -> URLFetcherResponse: ...

class URLFetcherResponse:
    def __init__(
        self, url: str, body: Any = ..., headers: Any = ..., status: Any = ..., **kwargs: Any
    ) -> None: ...
