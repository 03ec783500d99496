// WebServerTests
