// WebProtocolTests
