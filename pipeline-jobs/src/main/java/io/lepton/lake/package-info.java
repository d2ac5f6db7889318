/** Where tables live: paths, Delta reads, writes that may be repeated, and the ledger of what each run did. */
package io.lepton.lake;
