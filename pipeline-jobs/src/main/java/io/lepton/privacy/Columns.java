package io.lepton.privacy;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/** Columns by their exact names, whatever characters those hold. */
final class Columns {
    private Columns() {}

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static Column of(Dataset<Row> rows, String name) {
        return rows.col(quoted(name));
    }

    static DataType type(Dataset<Row> rows, String name) {
        return rows.schema().apply(name).dataType();
    }

    /** @param purpose for example "anonymize" */
    static void require(Dataset<Row> rows, String name, String purpose) {
        List<String> known = Arrays.asList(rows.columns());
        if (!known.contains(name)) {
            throw LeptonException.configuration(
                    "Cannot " + purpose + " column '" + name + "': the table has no such column."
                            + Suggestion.didYouMean(name, known) + " It has: " + String.join(", ", known) + ".");
        }
    }
}
