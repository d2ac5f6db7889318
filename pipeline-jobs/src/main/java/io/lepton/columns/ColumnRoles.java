package io.lepton.columns;

import java.io.Serial;
import java.io.Serializable;

/**
 * What the columns of rows are for: the first are passed on, the last are counted, those between are looked at.
 *
 * @param passed how many are passed on
 * @param counted how many are counted
 */
public record ColumnRoles(int passed, int counted) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;
}
