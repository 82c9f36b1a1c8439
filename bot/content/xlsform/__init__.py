"""Reads XLSForm spreadsheets, as offices make them in Excel, into a survey's files."""

from bot.content.xlsform.note import NotAForm, Note
from bot.content.xlsform.reader import Imported, read
from bot.content.xlsform.template import template
from bot.content.xlsform.unpack import MOST_BYTES

__all__ = ("MOST_BYTES", "Imported", "NotAForm", "Note", "read", "template")
