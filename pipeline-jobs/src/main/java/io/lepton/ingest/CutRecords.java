package io.lepton.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;

import io.lepton.error.LeptonException;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * Finds out whether line breaks within quotes have cut records in two, where records are read line by line. The first half of such a record
 * has all of its columns when the break stands in the last one, and then looks whole; its second half is malformed, and gives it away: it
 * closes a quote that it did not open.
 */
record CutRecords(SourceSpec source) {

    /** True for a malformed record that closes a quote of an earlier line. */
    Column closes() {
        return applies() ? odd().and(closing()) : lit(false);
    }

    /** True for a malformed record that opens a quote and leaves it open: the first half, where it was recognized. */
    Column opens() {
        return applies() ? odd().and(closing().unary_$bang()) : lit(false);
    }

    /** @throws LeptonException data, if more second halves were found than first ones: the others passed for rows */
    void requireNone(long closing, long opening) {
        if (closing > opening) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": line breaks within quotes cut at least "
                    + (closing - opening) + " of its records in two. Set source.multi-line: true.");
        }
    }

    private boolean applies() {
        return source.format().equals("csv")
                && !source.multiLine()
                && !"".equals(source.options().get("quote"));
    }

    private Column odd() {
        Column quotes = regexp_replace(col(ColumnNames.MALFORMED), "[^" + quote() + "]", "");
        return length(quotes).mod(2).equalTo(1);
    }

    /** The first quote stands at the end of a field, or alone in one. */
    private Column closing() {
        String delimiter = Pattern.quote(source.delimiter());
        String within = "^[^" + quote() + "]*(?<!" + delimiter + ")(?<![\\s" + quote() + "])\\s*" + quote();
        String alone = "^\\s*" + quote() + "\\s*(" + delimiter + "|$)";
        return col(ColumnNames.MALFORMED).rlike("(?s)" + alone + "|" + within);
    }

    private String quote() {
        char quote = source.character("quote", '"');
        return (Character.isLetterOrDigit(quote) ? "" : "\\") + quote;
    }
}
