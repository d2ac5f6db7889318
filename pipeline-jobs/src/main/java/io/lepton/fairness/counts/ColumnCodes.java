package io.lepton.fairness.counts;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** Gives each value of a column a code: 0 where it is missing, then one for each text or range. */
public interface ColumnCodes extends Serializable {
    /** The code of a value that is missing. */
    int MISSING = 0;

    /** What a missing value is called. */
    String MISSING_NAME = "(missing)";

    /** The column's name. */
    String column();

    /** What each code stands for, in words. */
    List<String> names();

    /** How many codes there are, that of missing values among them. */
    default int size() {
        return names().size();
    }

    /**
     * The code of a row's value.
     *
     * @param at the value's place in the row: a string or a double, as the column's kind says
     */
    int code(InternalRow row, int at);
}
