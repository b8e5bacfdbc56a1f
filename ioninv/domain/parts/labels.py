def part_label(number: str, revision: str) -> str:
    """What people call a part."""
    return f"{number} rev {revision}" if revision else number
