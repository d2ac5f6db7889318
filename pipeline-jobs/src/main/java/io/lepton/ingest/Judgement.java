package io.lepton.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** Finds for each row of a source why it cannot be used, and which expectations it breaks. */
record Judgement(
        SourceSpec source,
        StructType schema,
        List<String> key,
        List<Expectation> expectations,
        Optional<Dataset<Row>> published) {
    private static final String UNREAD = "__lepton_unread";
    private static final String PUBLISHED = "__lepton_published";

    /**
     * Typed columns, plus {@link ColumnNames}' MALFORMED, FILE, PART, ORDER, ORIGINAL and REASON, and {@link #broken(int)} for each
     * expectation.
     */
    Dataset<Row> of(Dataset<Row> parsed) {
        Dataset<Row> rows = typed(parsed);
        List<Column> rules = new ArrayList<>(List.of(col(UNREAD)));
        for (int i = 0; i < expectations.size(); i++) {
            rows = withFlag(rows, i);
            if (expectations.get(i).severity() == Expectation.Severity.QUARANTINE) {
                rules.add(when(
                        col(broken(i)),
                        lit("breaks expectation '" + expectations.get(i).name() + "'")));
            }
        }
        for (String column : key) {
            rules.add(when(
                    col(UNREAD).isNull().and(ColumnNames.of(column).isNull()),
                    lit("key column '" + column + "' is missing")));
        }
        rows = rows.withColumn(ColumnNames.REASON, joined(rules));
        return key.isEmpty() ? rows : withoutRepeatedKeys(rows);
    }

    /** Column that tells whether a row that could be read breaks an expectation. */
    static String broken(int expectation) {
        return "__lepton_breaks_" + expectation;
    }

    /** What the columns that the check reads hold in a few of the rows that break it, as JSON. */
    List<String> examples(Dataset<Row> judged, int expectation) {
        Dataset<Row> check = judged.select(expr(expectations.get(expectation).check()));
        Column[] read = JavaConverters.seqAsJavaList(
                        check.queryExecution().analyzed().references().toSeq())
                .stream()
                .map(Attribute::name)
                .sorted()
                .map(ColumnNames::of)
                .toArray(Column[]::new);
        return judged
                .where(col(broken(expectation)))
                .select(to_json(struct(read)).as("example"))
                .distinct()
                .limit(3)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private Dataset<Row> typed(Dataset<Row> parsed) {
        Column parsable = col(ColumnNames.MALFORMED).isNull();
        List<Column> reasons = new ArrayList<>(List.of(when(parsable.unary_$bang(), lit("malformed record"))));
        List<Column> columns = new ArrayList<>();
        columns.add(to_json(struct(
                        Arrays.stream(schema.fieldNames()).map(ColumnNames::of).toArray(Column[]::new)))
                .as(ColumnNames.ORIGINAL));
        for (StructField field : schema.fields()) {
            DataType read = parsed.schema().apply(field.name()).dataType();
            Conversion conversion = new Conversion(field.name(), read, field.dataType(), source);
            columns.add(conversion.value().as(field.name()));
            conversion
                    .refused()
                    .ifPresent(refused -> reasons.add(when(
                            parsable.and(refused),
                            lit("column '" + field.name() + "' is no "
                                    + field.dataType().simpleString()))));
        }
        columns.addAll(List.of(
                col(ColumnNames.MALFORMED), col(ColumnNames.FILE), col(ColumnNames.PART), col(ColumnNames.ORDER)));
        Column unread = joined(reasons);
        columns.add(when(unread.notEqual(""), unread).as(UNREAD));
        return parsed.select(columns.toArray(Column[]::new));
    }

    /** Of the rows with one key the first that can be used is kept, unless the table holds the key already. */
    private Dataset<Row> withoutRepeatedKeys(Dataset<Row> rows) {
        Column usable = col(ColumnNames.REASON).equalTo("");
        Column[] keys = key.stream().map(ColumnNames::of).toArray(Column[]::new);
        Dataset<Row> ranked = rows.withColumn(
                "__lepton_nth",
                row_number()
                        .over(Window.partitionBy(keys)
                                .orderBy(
                                        usable.desc(),
                                        col(ColumnNames.FILE),
                                        col(ColumnNames.PART),
                                        col(ColumnNames.ORDER))));
        Column reason = when(usable.and(col("__lepton_nth").gt(1)), lit("key is taken by an earlier row"));
        if (published.isPresent()) {
            ranked = withPublished(ranked, published.get().select(keys).distinct());
            reason = reason.when(usable.and(col(PUBLISHED)), lit("key is taken by a row of an earlier batch"));
        }
        return ranked.withColumn(ColumnNames.REASON, reason.otherwise(col(ColumnNames.REASON)));
    }

    private Dataset<Row> withPublished(Dataset<Row> rows, Dataset<Row> taken) {
        Dataset<Row> marked = taken.withColumn(PUBLISHED, lit(true));
        Column same = key.stream()
                .map(name -> rows.col(ColumnNames.quoted(name)).equalTo(marked.col(ColumnNames.quoted(name))))
                .reduce(Column::and)
                .orElseThrow();
        List<Column> columns = new ArrayList<>();
        for (String column : rows.columns()) {
            columns.add(rows.col(ColumnNames.quoted(column)));
        }
        columns.add(coalesce(marked.col(PUBLISHED), lit(false)).as(PUBLISHED));
        return rows.join(marked, same, "left").select(columns.toArray(Column[]::new));
    }

    private static Column joined(List<Column> reasons) {
        return array_join(array_compact(array(reasons.toArray(Column[]::new))), "; ");
    }

    private Dataset<Row> withFlag(Dataset<Row> rows, int index) {
        Expectation expectation = expectations.get(index);
        try {
            Column check = expr(expectation.check());
            Dataset<Row> flagged = rows.withColumn(broken(index), check);
            if (!flagged.schema().apply(broken(index)).dataType().equals(DataTypes.BooleanType)) {
                throw LeptonException.configuration("Cannot check expectation '" + expectation.name() + "': '"
                        + expectation.check() + "' is no condition, it gives a value. Compare it with something.");
            }
            return rows.withColumn(broken(index), col(UNREAD).isNull().and(coalesce(check.unary_$bang(), lit(false))));
        } catch (Exception e) {
            if (e instanceof LeptonException known) {
                throw known;
            }
            if (!(e instanceof AnalysisException)) {
                throw e instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
            }
            throw notSql(expectation, rows, e);
        }
    }

    private static LeptonException notSql(Expectation expectation, Dataset<Row> rows, Exception cause) {
        List<String> columns = Arrays.stream(rows.columns())
                .filter(name -> !ColumnNames.internal(name))
                .toList();
        String problem = SourceFailure.firstLine(cause);
        // Spark's own suggestions would name internal columns.
        problem = problem.replaceAll(" Did you mean one of the following\\?.*", "");
        String unknown = problem.replaceAll(".*name `([^`]+)`.*", "$1");
        return LeptonException.configuration(
                "Cannot check expectation '" + expectation.name() + "' (" + expectation.check() + "): " + problem
                        + (unknown.equals(problem) ? "" : Suggestion.didYouMean(unknown, columns)),
                cause);
    }
}
