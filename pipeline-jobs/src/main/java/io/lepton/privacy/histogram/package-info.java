/**
 * Between tables and the search: a table's distinct combinations of quasi-identifiers, counted in one pass ({@link
 * io.lepton.privacy.histogram.Histogram}), and the way back from classes to rows in another ({@link
 * io.lepton.privacy.histogram.Publication}).
 *
 * <p>Each partition numbers the values that it meets in dictionaries of its own and counts rows by tuples of such codes in plain arrays;
 * merging translates codes. Where there are more combinations than memory is used for, what remains is a sample of the combinations with
 * exact counts (distinct sampling, Gibbons, VLDB 2001), which is enough to cut the table into regions ({@link
 * io.lepton.privacy.histogram.Regions}) that are recoded apart from each other on the executors.
 */
package io.lepton.privacy.histogram;
