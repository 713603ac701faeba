"""What documents and manifests state, held against the code."""
