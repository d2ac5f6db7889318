package io.lepton.privacy.recoding;

import io.lepton.privacy.criteria.Criterion;
import java.util.List;

/**
 * A sensitive column beside the quasi-identifiers: how often each of its values occurs in each combination, and what every class must hold.
 *
 * @param values how many different values there are; a missing one is one of them, the last
 * @param starts where a combination's entries begin, one more than there are combinations
 * @param codes the value of every entry, from 0
 * @param counts rows of every entry
 */
public record Sensitive(int values, int[] starts, int[] codes, long[] counts, List<Criterion> criteria) {
    public Sensitive {
        criteria = List.copyOf(criteria);
    }

    Sensitive with(List<Criterion> others) {
        return new Sensitive(values, starts, codes, counts, others);
    }
}
