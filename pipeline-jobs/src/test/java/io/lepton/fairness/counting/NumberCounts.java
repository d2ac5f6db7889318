package io.lepton.fairness.counting;

/** Counts rows whose labels are quantities one by one, as a task does. */
public final class NumberCounts {
    private final GroupTally tally = new GroupTally();

    public void add(double label, double prediction) {
        tally.addNumbers(label, prediction, 1);
    }

    public GroupTally tally() {
        return tally;
    }
}
