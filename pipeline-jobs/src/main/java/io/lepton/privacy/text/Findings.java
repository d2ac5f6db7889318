package io.lepton.privacy.text;

import io.lepton.privacy.form.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What was found in one text; no two findings overlap, and what came first stays. */
final class Findings {
    private final List<Finding> findings = new ArrayList<>();
    private final BitSet taken = new BitSet();

    boolean free(int start, int end) {
        int next = taken.nextSetBit(start);
        return next < 0 || next >= end;
    }

    void add(Kind kind, int start, int end) {
        if (start < end && free(start, end)) {
            taken.set(start, end);
            findings.add(new Finding(kind, start, end));
        }
    }

    /** In the order of the text. */
    List<Finding> of(Set<Kind> kinds) {
        return findings.stream()
                .filter(finding -> kinds.contains(finding.kind()))
                .sorted(Comparator.comparingInt(Finding::start))
                .toList();
    }
}
