"""The languages that are read: one adapter each, which makes neutral nodes of what the language's parser gives."""
