"""The demo's one source of randomness: seeded, so that a story can be told again."""

import random
import uuid
from datetime import datetime

from faker import Faker


class Chance(random.Random):
    """``random.Random`` that also draws ids and names."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.faker = Faker("id_ID")
        self.faker.seed_instance(seed)

    def uuid(self) -> str:
        """Draw a random id (UUIDv4)."""
        return str(uuid.UUID(int=self.getrandbits(128), version=4))

    def uuid7(self, at: datetime) -> str:
        """Draw an id as a phone makes it at a moment (UUIDv7): milliseconds, then chance."""
        bits = int(at.timestamp() * 1000) << 80 | self.getrandbits(80)
        bits = bits & ~(0xF << 76) | 0x7 << 76
        bits = bits & ~(0x3 << 62) | 0x2 << 62
        return str(uuid.UUID(int=bits))

    def happens(self, probability: float) -> bool:
        """Tell whether something of this probability happens."""
        return self.random() < probability
