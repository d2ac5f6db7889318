package io.lepton.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.privacy.column.FormatMask;
import io.lepton.privacy.column.ShiftedDays;
import io.lepton.privacy.column.ShiftedText;
import io.lepton.privacy.keys.FixedKeys;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.Subkey;
import io.lepton.privacy.noise.GeometricMechanism;
import io.lepton.privacy.noise.ValueMechanism;
import io.lepton.privacy.token.TokenKind;
import io.lepton.testing.LocalSpark;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protections that depend on a key, in Spark. */
@ExtendWith(LocalSpark.class)
class SecretProtectionTest {
    private static final Keyset KEYSET = FixedKeys.reversible();
    private static final Subkey SHIFT = KEYSET.subkey(ShiftedDays.purpose());

    private final SparkSession spark;

    SecretProtectionTest(SparkSession spark) {
        this.spark = spark;
    }

    private static Dataset<Row> protect(Dataset<Row> raw, ColumnProtection... protections) {
        return new ColumnProtector(List.of(protections)).protect(raw);
    }

    private static ColumnProtection.Tokenize tokens(String column, TokenKind kind) {
        return new ColumnProtection.Tokenize(column, kind, KEYSET, "default");
    }

    private static ColumnProtection.ShiftDates shift(String column, int days) {
        return new ColumnProtection.ShiftDates(column, "who", days, ShiftedText.ISO, SHIFT);
    }

    @ParameterizedTest
    @EnumSource
    void givesAPersonOneTokenInAllTablesAndPartitions(TokenKind kind) {
        Dataset<Row> one = spark.range(0, 6, 1, 3)
                .selectExpr("id", "case when id = 5 then null else concat('AB-10000', id % 2) end as name");
        Dataset<Row> other = spark.sql("select 'AB-100001' as `full name`");

        List<Row> tokens = protect(one, tokens("name", kind)).collectAsList();
        Row token = protect(other, tokens("full name", kind)).first();

        assertThat(tokens.stream().map(row -> row.getString(1)).limit(5).distinct())
                .hasSize(2)
                .contains(token.getString(0));
        assertThat(tokens.get(5).isNullAt(1)).isTrue();
    }

    @Test
    void showsNoKeyInPlansAndTexts() {
        Dataset<Row> raw = spark.sql("select 'AB-123456' as a, 'AB-123456' as b, 'AB-123456' as c, '2021-03-04' as d,"
                + " date'2021-03-04' as e, 'x' as who");
        ColumnProtection[] protections = {
            tokens("a", TokenKind.DETERMINISTIC),
            tokens("b", TokenKind.HMAC),
            tokens("c", TokenKind.FORMAT_PRESERVING),
            shift("d", 10),
            shift("e", 10)
        };

        String shown = protect(raw, protections).queryExecution() + Arrays.toString(protections);

        // The key's bytes are 0, 1, 2, …: none of their usual spellings.
        byte[] start = {0, 1, 2, 3, 4, 5};
        assertThat(shown)
                .contains("UDF")
                .doesNotContain(
                        HexFormat.of().formatHex(start),
                        HexFormat.of().withUpperCase().formatHex(start),
                        Base64.getEncoder().encodeToString(start),
                        Arrays.toString(start).replace("]", ""));
        for (String purpose : List.of("hmac/default", "format-preserving/default", "shift-dates")) {
            byte[] subkey = KEYSET.subkey(purpose).reveal();
            assertThat(shown)
                    .doesNotContain(
                            HexFormat.of().formatHex(subkey),
                            Base64.getEncoder().encodeToString(subkey),
                            Arrays.toString(subkey));
        }
    }

    @Test
    void movesDatesTimestampsAndTextsOfAPersonAlike() {
        Dataset<Row> raw = spark.sql("select * from values"
                + " ('Ann', date'2021-03-04', timestamp'2021-03-04 10:30:00', '2021-03-04', timestamp_ntz'2021-03-04 10:30:00'),"
                + " ('Bob', date'2021-03-04', null, '2021-03-04', null),"
                + " ('Eve', null, null, null, null) as t(who, day, time, text, wall)");

        List<Row> rows = protect(raw, shift("day", 300), shift("time", 300), shift("text", 300), shift("wall", 300))
                .collectAsList();

        Date day = rows.get(0).getDate(1);
        long days = ChronoUnit.DAYS.between(Date.valueOf("2021-03-04").toLocalDate(), day.toLocalDate());
        assertThat(Math.abs(days)).isBetween(1L, 300L);
        assertThat(rows.get(0).getTimestamp(2).getTime()
                        - Timestamp.valueOf("2021-03-04 10:30:00").getTime())
                .isEqualTo(Duration.ofDays(days).toMillis());
        assertThat(rows.get(0).getString(3)).isEqualTo(day.toString());
        assertThat(rows.get(0).<Object>getAs("wall").toString()).isEqualTo(day + "T10:30");
        assertThat(rows.get(1).getDate(1)).isNotEqualTo(day);
        assertThat(rows.get(1).getString(3)).isEqualTo(rows.get(1).getDate(1).toString());
        assertThat(rows.get(2).toSeq().tail().forall(value -> value == null)).isTrue();
    }

    @Test
    void refusesShiftsThatKeepNoInterval() {
        assertThatThrownBy(() -> new ColumnProtector(List.of(shift("a", 10), shift("b", 20))))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot protect column 'b': its dates move by up to 20 days, and those of column 'a',"
                        + " of the same person, by up to 10. Give both the same days.");
        assertThatThrownBy(() -> protect(spark.sql("select 1 as day, 'x' as who"), shift("day", 10)))
                .hasMessage("Cannot shift the dates of column 'day': it holds int, no dates."
                        + " Declare its type in ingest.columns: date, timestamp or string.");
        assertThatThrownBy(() -> protect(spark.sql("select current_date() as day"), shift("day", 10)))
                .hasMessageContaining("Cannot shift dates by column 'who': the table has no such column.");
        assertThatThrownBy(() -> protect(
                        spark.sql("select '1' as day, 'x' as who"),
                        new ColumnProtection.ShiftDates("day", "who", 10, "MM/dd", SHIFT)))
                .hasMessageContaining("its date-format 'MM/dd' cannot be used");
    }

    @Test
    void refusesReversibleTokensOfAOneWayKeyset() {
        Keyset oneWay = FixedKeys.oneWay();

        assertThatThrownBy(() -> new ColumnProtector(
                        List.of(new ColumnProtection.Tokenize("a", TokenKind.FORMAT_PRESERVING, oneWay, "default"))))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessage("Cannot protect column 'a': its tokens are to be reversible, and the keyset is one-way."
                        + " Use as: hmac, or a keyset of 'lepton keys create --type reversible'.");
    }

    @Test
    void masksInTheFormat() {
        Dataset<Row> raw = spark.sql("select 0301234 as phone");

        assertThat(protect(raw, new ColumnProtection.MaskFormat("phone", new FormatMask(0, 2)))
                        .first()
                        .getString(0))
                .isEqualTo("999934");
    }

    /** ARX's own hierarchy of ages has them as 1, 2, 3, …; level 0 is the age itself. */
    @Test
    void generalizesNumbersOfAllTypesThroughAllLevelsOfAHierarchy() {
        Hierarchy ages = new Hierarchy("ages.csv", Map.of("39", List.of("35-39", "30-39", "*")));
        Dataset<Row> raw =
                spark.sql("select 39 as a, cast(39 as bigint) as b, 39.0D as c, cast(39 as decimal(5,2)) as d,"
                        + " '39' as e, 39 as f, cast(null as int) as g");
        int[] levels = {1, 1, 1, 2, 3, 0, 1};

        ColumnProtection[] protections = new ColumnProtection[levels.length];
        for (int i = 0; i < levels.length; i++) {
            protections[i] = new ColumnProtection.GeneralizeHierarchy(raw.columns()[i], ages, levels[i]);
        }

        assertThat(protect(raw, protections).first().mkString("|")).isEqualTo("35-39|35-39|35-39|30-39|*|39|null");
    }

    /** Whatever its partition, and in whichever of two computations: noise that is drawn anew could be averaged away. */
    @Test
    void addsTheSameNoiseWhereverARowIsComputed() {
        ValueMechanism noise = GeometricMechanism.between(0, 100, 1);
        ColumnProtection.AddNoise protection =
                new ColumnProtection.AddNoise("hours", noise, List.of("id"), Subkey.random(), "trusted/people");
        Dataset<Row> raw = spark.range(0, 200, 1, 2).selectExpr("id", "cast(40 as int) as hours");

        List<Row> once = protect(raw, protection).collectAsList();
        List<Row> again = protect(raw.repartition(3), protection).orderBy("id").collectAsList();

        assertThat(again).isEqualTo(once);
        assertThat(once.stream().map(row -> row.getLong(1)).distinct().count()).isGreaterThan(60);
        assertThatThrownBy(() -> protect(spark.sql("select 'x' as hours, 1 as id"), protection))
                .hasMessage(
                        "Cannot protect column 'hours': noise is to be added to it and it holds string, no numbers.");
    }

    @Test
    void redactsWhatIsPersonalInTexts() {
        Dataset<Row> raw = spark.sql("select * from values ('Write to ann.lee@mail.org'), (null) as t(note)");

        List<Row> rows = protect(raw, new ColumnProtection.Redact("note")).collectAsList();

        assertThat(rows.get(0).getString(0)).isEqualTo("Write to [EMAIL]");
        assertThat(rows.get(1).isNullAt(0)).isTrue();
        assertThatThrownBy(() -> protect(spark.sql("select 1 as note"), new ColumnProtection.Redact("note")))
                .hasMessage("Cannot protect column 'note': it is to be redacted and holds int, no texts.");
    }

    @Test
    void worksInTheAnonymizerWithOtherColumnsUntouched() {
        Dataset<Row> raw = spark.sql("select 'Ann' as who, date'2021-03-04' as day, 7 as other");

        Dataset<Row> rows = new Anonymizer(
                        List.of(tokens("who", TokenKind.DETERMINISTIC), shift("day", 5)), Optional.empty())
                .anonymize(raw)
                .rows();

        assertThat(rows.columns()).containsExactly("who", "day", "other");
        assertThat(rows.first().getString(0)).startsWith("tok_");
        assertThat(rows.first().getInt(2)).isEqualTo(7);
    }
}
