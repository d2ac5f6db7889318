package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.when;

import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.noise.Grid;
import org.apache.spark.sql.Column;

/** Values as integers in Spark's expressions, so that sums are exact and the same in any order. */
final class Cells {
    /** A sum of four billion values fits into a long. */
    private static final int BITS = 31;

    private Cells() {}

    /** A grid from -reach to reach. */
    static Grid grid(double reach) {
        return Grid.between(-reach, reach, BITS);
    }

    static Column clamped(Column value, Bounds bounds) {
        return present(value, least(greatest(value, lit(bounds.lower())), lit(bounds.upper())));
    }

    /** Spark's least and greatest pass over what is missing, and would make it a bound. */
    private static Column present(Column value, Column result) {
        return when(value.isNull(), lit(null)).otherwise(result);
    }

    /** The cell nearest to a value. */
    static Column cell(Column value, Grid grid) {
        Column scaled = rint(value.divide(lit(Math.scalb(1.0, grid.exponent()))));
        return present(value, least(greatest(scaled, lit((double) grid.lowest())), lit((double) grid.highest())))
                .cast("long");
    }

    /** Which of some equally wide ranges between the bounds holds a value; those beyond belong to the first and last. */
    static Column range(Column value, Bounds bounds, int ranges) {
        Column position = value.minus(lit(bounds.lower())).divide(lit(bounds.width()));
        return present(value, least(greatest(floor(position.multiply(lit(ranges))), lit(0L)), lit(ranges - 1L)))
                .cast("int");
    }
}
