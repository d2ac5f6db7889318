package io.lepton.jobs.check;

import io.lepton.error.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * Spark's own grammar of SQL. The generated parser alone takes 0.2 s where Catalyst, which builds expressions of the same tree, takes more
 * than one.
 */
final class SqlGrammar {
    private static final List<String> OPERATORS =
            List.of("and", "or", "not", "in", "is", "null", "between", "like", "rlike", "case", "when", "then", "end");

    /**
     * What is wrong with a text.
     *
     * @param suggestion a sentence, or empty
     * @param character position in the text, counted from 1
     */
    record Fault(String text, String suggestion, int character) {}

    /** @param tree to be used only where there is no fault */
    record Parsed<T>(T tree, Optional<Fault> fault) {}

    private SqlGrammar() {}

    /** Parses the whole text by one rule of the grammar. */
    static <T extends ParserRuleContext> Parsed<T> parse(String sql, Function<SqlBaseParser, T> rule) {
        Parsed<T> quick = parse(sql, rule, PredictionMode.SLL);
        // The quick way refuses some texts that the thorough one understands.
        return quick.fault().isPresent() ? parse(sql, rule, PredictionMode.LL) : quick;
    }

    private static <T extends ParserRuleContext> Parsed<T> parse(
            String sql, Function<SqlBaseParser, T> rule, PredictionMode mode) {
        FirstFault fault = new FirstFault(sql.length());
        SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(sql)));
        lexer.removeErrorListeners();
        lexer.addErrorListener(fault);
        SqlBaseParser parser = new SqlBaseParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(fault);
        parser.getInterpreter().setPredictionMode(mode);
        T tree = rule.apply(parser);
        return new Parsed<>(tree, fault.found);
    }

    static int character(Token token) {
        return token.getStartIndex() + 1;
    }

    /** @param suspect the word that may be a misspelt operator: the unexpected one or that before it */
    static Fault unexpected(Token token, String suspect) {
        String word = suspect.toLowerCase(Locale.ROOT);
        String hint = word.length() < 2 || OPERATORS.contains(word) ? "" : Suggestion.didYouMean(word, OPERATORS);
        return new Fault("'" + token.getText() + "' is not expected", hint, character(token));
    }

    private static final class FirstFault extends BaseErrorListener {
        private final int length;
        private Optional<Fault> found = Optional.empty();

        FirstFault(int length) {
            this.length = length;
        }

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                Object symbol,
                int line,
                int column,
                String message,
                RecognitionException cause) {
            if (found.isPresent()) {
                return;
            }
            if (!(symbol instanceof Token token)) {
                found = Optional.of(new Fault("a character is not expected", "", column + 1));
            } else if (token.getType() == Token.EOF) {
                found = Optional.of(new Fault("it ends where more is expected", "", length));
            } else {
                found = Optional.of(unexpected(token, before(token, recognizer)));
            }
        }

        private static String before(Token token, Recognizer<?, ?> recognizer) {
            int previous = token.getTokenIndex() - 1;
            CommonTokenStream tokens = (CommonTokenStream) recognizer.getInputStream();
            while (previous >= 0 && tokens.get(previous).getChannel() != Token.DEFAULT_CHANNEL) {
                previous--;
            }
            return previous < 0 ? "" : tokens.get(previous).getText();
        }
    }
}
