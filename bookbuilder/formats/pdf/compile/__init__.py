"""What a part of a book is compiled from, and what it is compiled to: values that go between processes."""
