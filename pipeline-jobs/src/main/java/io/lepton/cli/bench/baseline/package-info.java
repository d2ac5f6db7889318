/** What ours is measured beside: libraries that others train with, called as their own users would call them. */
package io.lepton.cli.bench.baseline;
