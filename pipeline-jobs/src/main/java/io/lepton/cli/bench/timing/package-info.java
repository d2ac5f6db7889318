/** How long a piece of work takes, what memory it holds, and how both grow. */
package io.lepton.cli.bench.timing;
