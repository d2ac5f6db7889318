package io.lepton.fairness.counting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Tallies of one task's groups, by the hash of their names, in an open-addressed table: a row costs one look. */
final class Tallies {
    private static final int FIRST_CAPACITY = 64;

    private long[] hashes = new long[FIRST_CAPACITY];
    private GroupTally[] tallies = new GroupTally[FIRST_CAPACITY];
    private final List<List<String>> names = new ArrayList<>();
    private final List<GroupTally> inOrder = new ArrayList<>();

    /** The tally of a group; null if it has not begun: this is asked for every row, and an Optional would be an object a row. */
    GroupTally find(long hash) {
        return tallies[place(hash)];
    }

    GroupTally begin(long hash, List<String> group) {
        if (2 * (names.size() + 1) > tallies.length) {
            grow();
        }
        GroupTally tally = new GroupTally();
        int at = place(hash);
        hashes[at] = hash;
        tallies[at] = tally;
        names.add(group);
        inOrder.add(tally);
        return tally;
    }

    private int place(long hash) {
        int mask = tallies.length - 1;
        int at = (int) (hash >>> Integer.SIZE) & mask;
        while (tallies[at] != null && hashes[at] != hash) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldHashes = hashes;
        GroupTally[] old = tallies;
        hashes = new long[2 * old.length];
        tallies = new GroupTally[2 * old.length];
        for (int from = 0; from < old.length; from++) {
            if (old[from] != null) {
                int at = place(oldHashes[from]);
                hashes[at] = oldHashes[from];
                tallies[at] = old[from];
            }
        }
    }

    int size() {
        return names.size();
    }

    HashMap<List<String>, GroupTally> named() {
        HashMap<List<String>, GroupTally> named = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), inOrder.get(i));
        }
        return named;
    }
}
