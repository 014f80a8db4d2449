"""The outline service's gRPC face."""
