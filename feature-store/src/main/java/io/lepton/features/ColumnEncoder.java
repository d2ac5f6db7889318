package io.lepton.features;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes one column's features of a row; fitted, immutable, kept as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnEncoder.Numeric.class, name = "number"),
    @JsonSubTypes.Type(value = ColumnEncoder.Bucket.class, name = "bucket"),
    @JsonSubTypes.Type(value = ColumnEncoder.OneHot.class, name = "one-hot"),
    @JsonSubTypes.Type(value = ColumnEncoder.Hash.class, name = "hash"),
    @JsonSubTypes.Type(value = ColumnEncoder.TfIdf.class, name = "tf-idf"),
    @JsonSubTypes.Type(value = ColumnEncoder.DateParts.class, name = "date-parts")
})
sealed interface ColumnEncoder extends java.io.Serializable {

    String column();

    /** One name a feature, in the order in which they are written. */
    List<String> names();

    /** Writes {@code names().size()} numbers from {@code at} on, into cells that are 0; value may be null. */
    void write(Object value, float[] features, int at);

    /** A comparison of the feature of this place among {@link #names}, in words and in the column's unit. */
    default String comparison(int feature, double threshold, boolean above) {
        return comparison(names().get(feature), threshold, above);
    }

    private static String comparison(String name, double threshold, boolean above) {
        return name + (above ? " > " : " ≤ ") + plain(threshold);
    }

    /** Five digits, and no more of them than it takes. */
    private static String plain(double number) {
        return new BigDecimal(number)
                .round(new MathContext(5))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Whether each feature rises, or stays, where the column's value rises. */
    default boolean keepsOrder() {
        return false;
    }

    /** Whether it reads values as Spark writes them as text, so that fitting and encoding see the same. */
    default boolean readsText() {
        return false;
    }

    /** What a column holds. */
    enum Kind {
        NUMBER,
        TIME,
        TEXT
    }

    /** Whether it takes values of the kind whatever it was fitted on: ranges of numbers and numbers, for one. */
    default boolean readsKind(Kind kind) {
        return false;
    }

    /** NaN for what is missing, no number, or not finite. */
    private static double numberOf(Object value) {
        double number = Double.NaN;
        if (value instanceof Number given) {
            number = given.doubleValue();
        } else if (value instanceof Boolean flag) {
            number = flag ? 1 : 0;
        } else if (value != null) {
            number = GeneralizedValue.number(value.toString());
        }
        return finite(number);
    }

    private static double finite(double number) {
        return Double.isInfinite(number) ? Double.NaN : number;
    }

    /** Makes one feature of a number. */
    sealed interface OfNumber extends ColumnEncoder {
        /** @param number NaN where it is missing */
        float of(double number);

        /** Replaces numbers by their features; infinite ones count as missing. */
        default void encode(double[] numbers, int from, int to) {
            for (int i = from; i < to; i++) {
                numbers[i] = of(finite(numbers[i]));
            }
        }

        @Override
        default void write(Object value, float[] features, int at) {
            features[at] = of(numberOf(value));
        }

        @Override
        default boolean readsKind(Kind kind) {
            return kind == Kind.NUMBER;
        }

        @Override
        default boolean keepsOrder() {
            return true;
        }
    }

    /** (x − shift) / scale; NaN where the value is missing. */
    record Numeric(String column, double shift, double scale) implements OfNumber {
        @Override
        public List<String> names() {
            return List.of(column);
        }

        @Override
        public float of(double number) {
            return (float) ((number - shift) / scale);
        }

        /** Without a division for what stays as it is. */
        @Override
        public void encode(double[] numbers, int from, int to) {
            if (shift == 0 && scale == 1) {
                for (int i = from; i < to; i++) {
                    numbers[i] = (float) finite(numbers[i]);
                }
            } else {
                OfNumber.super.encode(numbers, from, to);
            }
        }

        @Override
        public String comparison(int feature, double threshold, boolean above) {
            return ColumnEncoder.comparison(column, threshold * scale + shift, above);
        }
    }

    /** Number of the bin, from 0: how many of the inner edges are at most the value. */
    record Bucket(String column, double[] edges) implements OfNumber {
        @Override
        public List<String> names() {
            return List.of(column + ".bin");
        }

        @Override
        public float of(double number) {
            if (Double.isNaN(number)) {
                return Float.NaN;
            }
            int bin = 0;
            while (bin < edges.length && number >= edges[bin]) {
                bin++;
            }
            return bin;
        }

        @Override
        public String comparison(int feature, double threshold, boolean above) {
            // Bins above the threshold begin at this edge.
            double edge = edges[Math.max(0, Math.min(edges.length - 1, (int) Math.floor(threshold)))];
            return column + (above ? " ≥ " : " < ") + plain(edge);
        }
    }

    /** One feature a value seen in training; a set counts as an equal share of each of its members, unseen values as nothing. */
    record OneHot(String column, List<String> values, Map<String, Integer> position) implements ColumnEncoder {
        static OneHot of(String column, List<String> values) {
            Map<String, Integer> position = new HashMap<>();
            values.forEach(value -> position.put(value, position.size()));
            return new OneHot(column, values, position);
        }

        @Override
        public List<String> names() {
            return values.stream().map(value -> column + "=" + value).toList();
        }

        @Override
        public void write(Object value, float[] features, int at) {
            if (value == null) {
                return;
            }
            GeneralizedValue.Members members = GeneralizedValue.members(value.toString());
            for (String member : members.values()) {
                Integer index = position.get(member);
                if (index != null) {
                    features[at + index] += members.share();
                }
            }
        }

        /** A set's member has a share below 1, so that below one half it may be the value and may not. */
        @Override
        public String comparison(int feature, double threshold, boolean above) {
            String is = threshold < 0.5 ? (above ? " may be " : " cannot be ") : (above ? " is " : " is not ");
            return column + is + values.get(feature);
        }

        @Override
        public boolean readsText() {
            return true;
        }
    }

    /** One of {@code size} features, by the value's hash; a set counts as an equal share of each of its members. */
    record Hash(String column, int size) implements ColumnEncoder {
        @Override
        public List<String> names() {
            return numbered(column, "hash", size);
        }

        @Override
        public void write(Object value, float[] features, int at) {
            if (value != null) {
                GeneralizedValue.Members members = GeneralizedValue.members(value.toString());
                for (String member : members.values()) {
                    features[at + bucketOf(member, size)] += members.share();
                }
            }
        }

        @Override
        public boolean readsText() {
            return true;
        }
    }

    /** Term frequency times inverse document frequency of hashed words: tf · ln((n + 1) / (df + 1)), as Spark's IDF. */
    record TfIdf(String column, double[] idf) implements ColumnEncoder {
        private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

        @Override
        public List<String> names() {
            return numbered(column, "word", idf.length);
        }

        @Override
        public void write(Object value, float[] features, int at) {
            if (value == null) {
                return;
            }
            for (String word : words(value.toString())) {
                int index = bucketOf(word, idf.length);
                features[at + index] += (float) idf[index];
            }
        }

        @Override
        public boolean readsText() {
            return true;
        }

        static String[] words(String text) {
            return BETWEEN_WORDS
                    .splitAsStream(text.toLowerCase(Locale.ROOT))
                    .filter(word -> !word.isEmpty())
                    .toArray(String[]::new);
        }
    }

    /** Year, month, day of the week (1 = Monday) and days since 1970, in UTC; of a range the day in its middle. */
    record DateParts(String column) implements ColumnEncoder {
        @Override
        public List<String> names() {
            return List.of(column + ".year", column + ".month", column + ".day-of-week", column + ".days");
        }

        @Override
        public void write(Object value, float[] features, int at) {
            LocalDate date = date(value);
            if (date == null) {
                Arrays.fill(features, at, at + 4, Float.NaN);
                return;
            }
            features[at] = date.getYear();
            features[at + 1] = date.getMonthValue();
            features[at + 2] = date.getDayOfWeek().getValue();
            features[at + 3] = date.toEpochDay();
        }

        @Override
        public boolean readsKind(Kind kind) {
            return kind == Kind.TIME;
        }

        private static LocalDate date(Object value) {
            if (value instanceof LocalDate date) {
                return date;
            }
            if (value instanceof java.sql.Date date) {
                return date.toLocalDate();
            }
            if (value instanceof java.sql.Timestamp time) {
                return LocalDate.ofInstant(time.toInstant(), ZoneOffset.UTC);
            }
            if (value instanceof Instant time) {
                return LocalDate.ofInstant(time, ZoneOffset.UTC);
            }
            if (value instanceof LocalDateTime time) {
                return time.toLocalDate();
            }
            return value == null
                    ? null
                    : GeneralizedValue.date(value.toString()).orElse(null);
        }
    }

    /** Not negative, and the same on every machine. */
    static int bucketOf(String text, int size) {
        int hash = scala.util.hashing.MurmurHash3$.MODULE$.stringHash(text, 42);
        return Math.floorMod(hash, size);
    }

    private static List<String> numbered(String column, String what, int size) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add(column + "." + what + i);
        }
        return names;
    }
}
