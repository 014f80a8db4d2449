"""The client for code without asyncio: the same methods, which block.

    with SyncQuireClient(Endpoint("127.0.0.1:50051"), Endpoint("127.0.0.1:50052")) as quire:
        job = quire.outlines.submit("How do tides work?", files)
        for event in quire.outlines.watch(job.id):
            ...

Its public names are those of ``quire_client``.
"""
