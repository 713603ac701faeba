"""What the embedded server says it is."""

API_VERSION = "1.19.0"
"""The release of Qdrant whose REST API is followed; qdrant-client compares the first two parts."""

VERSION = f"{API_VERSION}+embedded"
TITLE = "qdrant - vector search engine (Passerelle embedded)"
NAME = "qdrant-embedded"
