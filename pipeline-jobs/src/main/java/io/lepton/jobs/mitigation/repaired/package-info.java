/** Models that see repaired features, and how they score blocks of features that are not repaired yet. */
package io.lepton.jobs.mitigation.repaired;
