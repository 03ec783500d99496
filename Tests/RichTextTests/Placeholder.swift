// RichTextTests
