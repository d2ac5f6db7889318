package io.lepton.privacy.criteria;

import java.io.Serializable;

/** A demand on the sensitive values of one class. */
public interface Criterion extends Serializable {
    /**
     * Whether the class holds it.
     *
     * @param counts rows of the class by sensitive value, from {@code from} on
     * @param from where the class's counts begin
     * @param values how many values the column has in the whole table; a missing one counts as a value, and is the last
     * @param rows of the class, above 0
     */
    boolean holds(long[] counts, int from, int values, long rows);

    /**
     * The criterion for a table whose values are spread like this; most don't depend on it.
     *
     * @param table rows of the whole table by sensitive value
     */
    default Criterion comparedWith(long[] table) {
        return this;
    }
}
