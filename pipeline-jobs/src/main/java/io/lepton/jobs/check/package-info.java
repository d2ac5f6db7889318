/**
 * What can be known of a pipeline file before anything runs: whether the files, columns, SQL conditions and gate metrics that it names
 * exist. Starts no Spark and reads no more than the beginning of local data, so that the answer takes less than a second.
 */
package io.lepton.jobs.check;
