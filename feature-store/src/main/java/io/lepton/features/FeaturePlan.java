package io.lepton.features;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What is to become of each column, before any data was seen. */
public record FeaturePlan(List<ColumnTransform> transforms) {
    /** A text column with more values than this is hashed, unless it is told otherwise. */
    private static final int MOST_VALUES = 64;

    private static final int MOST_ONE_HOT_VALUES = 10_000;

    public FeaturePlan {
        transforms = List.copyOf(transforms);
    }

    /** Fits every transformation, in a pass over the numbers and a pass over the texts. */
    public FittedFeatures fit(Dataset<Row> trainingRows) {
        requireColumns(trainingRows);
        Map<String, Map<String, Long>> values = textValues(trainingRows);
        List<ColumnTransform> chosen = transforms.stream()
                .map(transform -> choose(transform, typeOf(trainingRows, transform), values.get(transform.column())))
                .toList();
        Map<ColumnTransform, Row> numbers = numberStatistics(trainingRows, chosen);
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (ColumnTransform transform : chosen) {
            encoders.add(encoder(transform, trainingRows, numbers.get(transform), values.get(transform.column())));
        }
        return FittedFeatures.of(encoders);
    }

    private void requireColumns(Dataset<Row> rows) {
        List<String> present = Arrays.asList(rows.columns());
        List<String> absent = transforms.stream()
                .map(ColumnTransform::column)
                .filter(column -> !present.contains(column))
                .toList();
        if (!absent.isEmpty()) {
            throw new FeatureException("Cannot make features of '" + String.join("', '", absent)
                    + "': the table has no such column. Its columns: " + String.join(", ", present) + ".");
        }
        if (transforms.isEmpty()) {
            throw new FeatureException("Cannot make features: every column is a key, the label or excluded.");
        }
    }

    private static DataType typeOf(Dataset<Row> rows, ColumnTransform transform) {
        return rows.schema().apply(transform.column()).dataType();
    }

    /** Values and their counts of every text column that may become one-hot; at most one more than are allowed. */
    private Map<String, Map<String, Long>> textValues(Dataset<Row> rows) {
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        List<ColumnTransform> texts = transforms.stream()
                .filter(transform -> transform.method() == TransformMethod.ONE_HOT
                        || transform.method() == TransformMethod.AUTO && typeOf(rows, transform) instanceof StringType)
                .toList();
        if (texts.isEmpty()) {
            return values;
        }
        Column[] pairs = texts.stream()
                .map(text -> struct(
                        lit(text.column()).as("column"),
                        Names.column(text.column()).cast("string").as("value")))
                .toArray(Column[]::new);
        rows.select(explode(array(pairs)).as("pair"))
                .where(col("pair.value").isNotNull())
                .groupBy(col("pair.column"), col("pair.value"))
                .agg(count(lit(1)).as("rows"))
                .withColumn(
                        "rank",
                        org.apache
                                .spark
                                .sql
                                .functions
                                .row_number()
                                .over(org.apache.spark.sql.expressions.Window.partitionBy("column")
                                        .orderBy(col("rows").desc(), col("value"))))
                .where(col("rank").leq(MOST_ONE_HOT_VALUES + 1))
                .collectAsList()
                .forEach(row -> values.computeIfAbsent(row.getString(0), column -> new LinkedHashMap<>())
                        .put(row.getString(1), row.getLong(2)));
        texts.forEach(text -> values.putIfAbsent(text.column(), Map.of()));
        return values;
    }

    private static ColumnTransform choose(ColumnTransform transform, DataType type, Map<String, Long> values) {
        if (transform.method() != TransformMethod.AUTO) {
            return requireType(transform, type);
        }
        TransformMethod method;
        if (type instanceof NumericType || type instanceof BooleanType) {
            method = TransformMethod.PASS;
        } else if (timely(type)) {
            method = TransformMethod.DATE_PARTS;
        } else if (type instanceof StringType) {
            method = all(values, value -> !Double.isNaN(GeneralizedValue.number(value)))
                    ? TransformMethod.PASS
                    : all(values, value -> GeneralizedValue.date(value).isPresent())
                            ? TransformMethod.DATE_PARTS
                            : members(values).size() <= MOST_VALUES ? TransformMethod.ONE_HOT : TransformMethod.HASH;
        } else {
            throw new FeatureException("Cannot make features of '" + transform.column() + "': no transformation takes "
                    + type.simpleString() + ". Exclude it under features.exclude.");
        }
        return new ColumnTransform(transform.column(), method, transform.bins(), transform.size());
    }

    private static boolean timely(DataType type) {
        return type instanceof DateType || type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    /** Whether anonymization left only, for example, numbers and ranges of them, but for values that tell nothing. */
    private static boolean all(Map<String, Long> values, Predicate<String> kind) {
        return values.keySet().stream().allMatch(value -> value.equals("*") || kind.test(value))
                && values.keySet().stream().anyMatch(kind);
    }

    /** Single values behind values and sets, the most frequent first. */
    private static List<String> members(Map<String, Long> values) {
        Map<String, Double> weights = new LinkedHashMap<>();
        values.forEach((value, rows) -> {
            GeneralizedValue.Members members = GeneralizedValue.members(value);
            members.values().forEach(member -> weights.merge(member, (double) rows * members.share(), Double::sum));
        });
        return weights.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Double> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Column asNumber(Dataset<Row> rows, String column) {
        if (rows.schema().apply(column).dataType() instanceof StringType) {
            UDF1<String, Double> parse = text -> {
                double number = text == null ? Double.NaN : GeneralizedValue.number(text);
                return Double.isNaN(number) ? null : number;
            };
            return udf(parse, DataTypes.DoubleType).apply(Names.column(column));
        }
        Column number = Names.column(column).cast("double");
        return when(abs(number).leq(Double.MAX_VALUE), number);
    }

    /** Mean, deviation, least, most, bin edges and how many are numbers and are there, of the columns that need them, in one pass. */
    private Map<ColumnTransform, Row> numberStatistics(Dataset<Row> rows, List<ColumnTransform> chosen) {
        List<ColumnTransform> measured = chosen.stream()
                .filter(transform -> switch (transform.method()) {
                    case STANDARDIZE, NORMALIZE, BUCKET -> true;
                        // Chosen because all values are numbers, or declared.
                    case PASS -> transforms.contains(transform) && typeOf(rows, transform) instanceof StringType;
                    default -> false;
                })
                .toList();
        if (measured.isEmpty()) {
            return Map.of();
        }
        Column[] statistics = measured.stream()
                .map(transform -> {
                    Column number = asNumber(rows, transform.column());
                    return struct(
                            avg(number),
                            stddev_samp(number),
                            min(number),
                            max(number),
                            edges(number, transform),
                            count(number),
                            count(Names.column(transform.column())));
                })
                .toArray(Column[]::new);
        Row found = rows.agg(statistics[0], Arrays.copyOfRange(statistics, 1, statistics.length))
                .head();
        Map<ColumnTransform, Row> byTransform = new HashMap<>();
        for (int i = 0; i < measured.size(); i++) {
            requireNumbers(measured.get(i), found.getStruct(i));
            byTransform.put(measured.get(i), found.getStruct(i));
        }
        return byTransform;
    }

    private static Column edges(Column number, ColumnTransform transform) {
        if (transform.method() != TransformMethod.BUCKET) {
            return lit(null);
        }
        Column[] quantiles = new Column[transform.bins() - 1];
        for (int i = 1; i < transform.bins(); i++) {
            quantiles[i - 1] = lit((double) i / transform.bins());
        }
        return percentile_approx(number, array(quantiles), lit(10_000));
    }

    private static ColumnTransform requireType(ColumnTransform transform, DataType type) {
        boolean number =
                switch (transform.method()) {
                    case PASS, STANDARDIZE, NORMALIZE, BUCKET -> true;
                    default -> false;
                };
        if (number && !(type instanceof NumericType || type instanceof BooleanType || type instanceof StringType)) {
            throw new FeatureException(
                    "Cannot " + verb(transform) + " '" + transform.column() + "': it holds " + type.simpleString()
                            + (timely(type) ? ". Use date-parts." : ". Exclude it under features.exclude."));
        }
        return transform;
    }

    private static String verb(ColumnTransform transform) {
        return transform.method().name().toLowerCase(Locale.ROOT);
    }

    private static void requireNumbers(ColumnTransform transform, Row statistics) {
        if (statistics.getLong(5) == 0 && statistics.getLong(6) > 0) {
            throw new FeatureException("Cannot " + verb(transform) + " '" + transform.column()
                    + "': none of its values is a number. Use one-hot, hash, tf-idf or date-parts.");
        }
    }

    private static ColumnEncoder encoder(
            ColumnTransform transform, Dataset<Row> rows, Row numbers, Map<String, Long> values) {
        String column = transform.column();
        return switch (transform.method()) {
            case AUTO -> throw new IllegalStateException("not chosen: " + column);
            case PASS -> new ColumnEncoder.Numeric(column, 0, 1);
            case STANDARDIZE -> new ColumnEncoder.Numeric(column, or(numbers, 0, 0), positive(or(numbers, 1, 1)));
            case NORMALIZE -> new ColumnEncoder.Numeric(
                    column, or(numbers, 2, 0), positive(or(numbers, 3, 1) - or(numbers, 2, 0)));
            case BUCKET -> new ColumnEncoder.Bucket(
                    column,
                    numbers.isNullAt(4)
                            ? new double[0]
                            : numbers.<Double>getList(4).stream()
                                    .mapToDouble(Double::doubleValue)
                                    .distinct()
                                    .toArray());
            case ONE_HOT -> oneHot(column, members(values));
            case HASH -> new ColumnEncoder.Hash(column, transform.size());
            case TF_IDF -> tfIdf(column, rows, transform.size());
            case DATE_PARTS -> dateParts(column, rows);
        };
    }

    private static ColumnEncoder oneHot(String column, List<String> values) {
        if (values.size() > MOST_ONE_HOT_VALUES) {
            throw new FeatureException("Cannot one-hot '" + column + "': it has more than " + MOST_ONE_HOT_VALUES
                    + " values. Use the method hash.");
        }
        return ColumnEncoder.OneHot.of(column, values);
    }

    private static ColumnEncoder dateParts(String column, Dataset<Row> rows) {
        DataType type = rows.schema().apply(column).dataType();
        // Texts are what anonymization made of dates.
        if (!timely(type) && !(type instanceof StringType)) {
            throw new FeatureException("Cannot take date parts of '" + column + "': it holds " + type.simpleString()
                    + ". Declare it as date or timestamp under ingest.columns.");
        }
        return new ColumnEncoder.DateParts(column);
    }

    private static ColumnEncoder tfIdf(String column, Dataset<Row> rows, int size) {
        UDF1<String, int[]> buckets = text -> text == null
                ? new int[0]
                : Arrays.stream(ColumnEncoder.TfIdf.words(text))
                        .mapToInt(word -> ColumnEncoder.bucketOf(word, size))
                        .distinct()
                        .toArray();
        Map<Integer, Long> documents = rows
                .select(explode(udf(buckets, DataTypes.createArrayType(DataTypes.IntegerType, false))
                                .apply(Names.column(column).cast("string")))
                        .as("bucket"))
                .groupBy("bucket")
                .count()
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getInt(0), row -> row.getLong(1)));
        long all = rows.count();
        double[] idf = new double[size];
        for (int i = 0; i < size; i++) {
            idf[i] = Math.log((all + 1.0) / (documents.getOrDefault(i, 0L) + 1.0));
        }
        return new ColumnEncoder.TfIdf(column, idf);
    }

    private static double or(Row numbers, int index, double otherwise) {
        return numbers.isNullAt(index) ? otherwise : numbers.getDouble(index);
    }

    private static double positive(double scale) {
        return scale > 0 ? scale : 1;
    }
}
