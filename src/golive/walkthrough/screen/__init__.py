"""The certification call on a full screen, made with Textual: imported only where `golive walkthrough` opens it."""

from golive.walkthrough.screen.app import show

__all__ = ["show"]
