package io.lepton.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

class SqlConditionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a between 1 and 2",
                "`b c` is not null or a in (1, 2.5, 'x')",
                "case when a > 0 then true else false end",
                "exists(array(a, 1), x -> x > a)",
                "date '2020-01-01' < day and day < current_date",
                "cast(a as int) = a and a::string = 'x'",
                "a.inner.field > 1 and a[0] = 2",
                "not (a <=> b) and a rlike '^[0-9]+$'",
                "length(trim(a)) > 0 and extract(year from day) > 1900",
                "a % 2 = 0 -- even",
                "größe > 1",
                "(a, b) = (1, 2)",
                "a like 'x%' escape '!'",
                "if(a > 1, b, c) and interval '1' day > d"
            })
    void acceptsWhatSparkAccepts(String sql) {
        boolean spark = sparkAccepts(sql);

        assertThat(SqlCondition.parse(sql).fault().isEmpty()).isEqualTo(spark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a >",
                "a > > 1",
                "(a > 1",
                "a betwen 1 and 2",
                "select",
                "a = 'x",
                "a = `x",
                "a in ()",
                "",
                "1 +",
                ")",
                "a > 1; drop table x",
                "a # b",
                "case when a then"
            })
    void refusesWhatSparkRefuses(String sql) {
        boolean spark = sparkAccepts(sql);

        assertThat(SqlCondition.parse(sql).fault().isEmpty()).isEqualTo(spark);
    }

    @Test
    void findsColumnsAndFunctionsWithTheirPlaces() {
        SqlCondition condition = SqlCondition.parse("upper(`a``b`) = Upper(c.d) and exists(e, x -> x > f)");

        assertThat(condition.columns())
                .containsExactly(
                        new SqlCondition.Name("a`b", 7),
                        new SqlCondition.Name("c", 23),
                        new SqlCondition.Name("e", 39),
                        new SqlCondition.Name("f", 51));
        assertThat(condition.functions())
                .extracting(SqlCondition.Name::text)
                .containsExactly("upper", "Upper", "exists");
    }

    @Test
    void takesASecondWordForAMistakeAndNotForANewName() {
        assertThat(SqlCondition.parse("age betwen").fault())
                .contains(new SqlGrammar.Fault("'betwen' is not expected", " Did you mean 'between'?", 5));
    }

    @Test
    void knowsTheFunctionsOfSpark() throws IOException {
        try (InputStream in = SqlCondition.class.getResourceAsStream("sql-functions.txt")) {
            List<String> known = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();

            List<String> functions = JavaConverters.seqAsJavaList(
                            FunctionRegistry.builtin().listFunction())
                    .stream()
                    .map(function -> function.funcName())
                    .filter(name -> name.matches("\\w+"))
                    .toList();

            assertThat(known).containsExactlyElementsOf(new TreeSet<>(functions));
        }
    }

    private static boolean sparkAccepts(String sql) {
        try {
            return new CatalystSqlParser().parseExpression(sql) != null;
        } catch (Exception e) {
            // Scala's ParseException is checked, and not declared.
            return false;
        }
    }
}
