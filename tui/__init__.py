"""The screen: a Textual application that shows Readings and fetches nothing."""
