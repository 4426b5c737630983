"""What a part of a book is compiled from, and to: values that go between processes."""
