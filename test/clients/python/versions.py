"""Names the SDKs of requirements.txt that this Python has, with their versions."""

from importlib import metadata
from pathlib import Path

lines = Path(__file__).with_name("requirements.txt").read_text(encoding="utf-8").split()
names = [line.split("==")[0] for line in lines]
print(", ".join(f"{name} {metadata.version(name)}" for name in names))
