// Package explain writes what the bytes of rtnetlink messages mean.
package explain
