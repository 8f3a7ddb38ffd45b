//go:build race

package race

// Enabled is true in programs built with the race detector.
const Enabled = true
