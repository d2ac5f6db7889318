package io.lepton.fairness.postprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.GroupParams;
import io.lepton.fairness.mitigation.Lot;
import java.util.Arrays;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * How a row's lot is drawn: by the hash of its key and a seed, so that the same person has the same lot whenever, wherever and among
 * whomever the row is scored.
 *
 * @param <S> the stage itself
 */
public interface DrawParams<S> extends GroupParams<S> {
    StringArrayParam keyCols();

    LongParam seed();

    static StringArrayParam keyCols(GroupParams<?> stage) {
        return new StringArrayParam(stage, "keyCols", "columns that tell rows apart; lots are drawn by their hash");
    }

    static LongParam seed(GroupParams<?> stage) {
        return new LongParam(stage, "seed", "of the lots; another one draws all anew");
    }

    default S setKeyCols(String... columns) {
        set(keyCols(), columns);
        return self();
    }

    default S setSeed(long value) {
        set(seed(), value);
        return self();
    }

    /** Even in [0, 1), of 53 bits. */
    default Column lot() {
        return Lot.of(
                (long) getOrDefault(seed()),
                Arrays.stream(getOrDefault(keyCols())).map(Cells::column).toList());
    }

    /** @throws LeptonException configuration, where none is named or the schema lacks one */
    default void requireKeys(StructType schema) {
        if (!isDefined(keyCols()) || getOrDefault(keyCols()).length == 0) {
            throw LeptonException.configuration("Cannot draw lots: keyCols of " + uid()
                    + " is not set. Name the columns that tell rows apart, such as the row's id.");
        }
        for (String key : getOrDefault(keyCols())) {
            Cells.require(schema, key, "keyCols");
        }
    }
}
