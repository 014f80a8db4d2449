async def test_answers(redis, prefix):
    await redis.set(f"{prefix}k", b"v")
    assert await redis.get(f"{prefix}k") == b"v"
