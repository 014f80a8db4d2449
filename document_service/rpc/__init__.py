"""The document service's gRPC face."""
