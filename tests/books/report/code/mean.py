def mean(values: list[float]) -> float:
    """Return the mean of the months."""
    total = sum(values)
    return total / len(values)


if __name__ == "__main__":
    print(mean([48.0, 61.5, 39.2]))
