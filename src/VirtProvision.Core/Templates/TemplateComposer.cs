using System.Text;
using System.Xml;
using System.Xml.Linq;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;
using TextPosition = VirtProvision.Core.Text.TextPosition;

namespace VirtProvision.Core.Templates;

/// <summary>Turns a template's text into <see cref="TemplateMarkup"/>: Scriban parses the blocks, the XML parser what is around them.</summary>
internal sealed class TemplateComposer
{
    private readonly SourceFile _file;
    private readonly DiagnosticBag _diagnostics;
    private readonly StringBuilder _xml = new();
    private readonly ImmutableArray<ScriptNode>.Builder _scripts = ImmutableArray.CreateBuilder<ScriptNode>();
    private readonly ImmutableArray<(int, int, TextPosition)>.Builder _anchors = ImmutableArray.CreateBuilder<(int, int, TextPosition)>();
    private readonly MarkupPosition _position = new();
    private int _line = 1;
    private int _column = 1;

    private TemplateComposer(SourceFile file, DiagnosticBag diagnostics)
    {
        _file = file;
        _diagnostics = diagnostics;
    }

    /// <summary>Null when the template cannot be read; the bag says why.</summary>
    public static TemplateMarkup? Compose(SourceFile file, DiagnosticBag diagnostics)
    {
        var template = Template.Parse(file.Text, file.Path);
        if (template.HasErrors)
        {
            foreach (var message in template.Messages.Where(static message => message.Type is ParserMessageType.Error))
            {
                var place = new TextPosition(message.Span.Start.Line + 1, message.Span.Start.Column + 1);
                diagnostics.Add(TemplateDiagnostics.Syntax(new TextSpan(file, place, place), message.Message));
            }

            return null;
        }

        var composer = new TemplateComposer(file, diagnostics);
        var before = diagnostics.Count;
        composer.Append($"<b:file xmlns:b=\"{TemplateMarkup.Blocks}\" xmlns:{ProvisionNamespace.Prefix}=\"{ProvisionNamespace.Name}\">");
        composer.Write(template.Page!.Body);
        composer.Append("</b:file>");
        return diagnostics.Count > before ? null : composer.Parse();
    }

    private TemplateMarkup? Parse()
    {
        var markup = new TemplateMarkup(_file, new XElement(TemplateMarkup.FileRoot), _scripts.ToImmutable()) { Anchors = _anchors.ToImmutable() };
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(_xml.ToString()),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true });
            return markup with { Root = XElement.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo) };
        }
        catch (XmlException exception)
        {
            _diagnostics.Add(TemplateDiagnostics.NotXml(markup.SpanAt(exception.LineNumber, exception.LinePosition), Reason(exception)));
            return null;
        }
    }

    // The parser's message names places and block elements of the composed text, which nobody has seen.
    private static string Reason(XmlException exception)
    {
        if (exception.Message.Contains("b:", StringComparison.Ordinal))
        {
            return "An element that begins in a block must end in it.";
        }

        var end = exception.Message.IndexOf(" Line ", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    private void Write(ScriptBlockStatement? block)
    {
        foreach (var statement in block?.Statements ?? [])
        {
            Write(statement);
        }
    }

    private void Write(ScriptStatement statement)
    {
        switch (statement)
        {
            case ScriptRawStatement raw:
                WriteRaw(raw);
                break;
            case ScriptEscapeStatement or ScriptEndStatement or ScriptNopStatement:
                break;
            case ScriptExpressionStatement { Expression: ScriptFunctionCall { Target: ScriptVariableGlobal { Name: "include" } } call }:
                Block(statement, "include", call, null);
                break;
            case ScriptExpressionStatement { Expression: ScriptAssignExpression { Target: ScriptVariable, EqualToken.Value: "=" } assign }:
                Block(statement, "assign", assign, null);
                break;
            case ScriptExpressionStatement expression:
                Hole(expression.Expression!);
                break;
            case ScriptForStatement { Else: null, Variable: ScriptVariable, NamedArguments: null or { Count: 0 } } loop when loop.GetType() == typeof(ScriptForStatement):
                Block(statement, "loop", loop, () => Write(loop.Body));
                break;
            case ScriptIfStatement condition:
                Block(statement, "choose", condition, () => WriteBranches(condition));
                break;
            default:
                Unsupported(statement);
                break;
        }
    }

    private void WriteBranches(ScriptConditionStatement? branch)
    {
        switch (branch)
        {
            case ScriptIfStatement condition:
                Block(condition, "when", condition.Condition!, () => Write(condition.Then));
                WriteBranches(condition.Else);
                break;
            case ScriptElseStatement otherwise:
                Block(otherwise, "otherwise", otherwise, () => Write(otherwise.Body));
                break;
            case not null:
                Unsupported(branch);
                break;
        }
    }

    private void WriteRaw(ScriptRawStatement raw)
    {
        var text = raw.Text.ToString();
        _anchors.Add((_line, _column, new TextPosition(raw.Span.Start.Line + 1, raw.Span.Start.Column + 1)));
        if (text.Contains(TemplateMarkup.HoleStart, StringComparison.Ordinal) || text.Contains(TemplateMarkup.Blocks.NamespaceName, StringComparison.Ordinal))
        {
            _diagnostics.Add(TemplateDiagnostics.Syntax(TemplateMarkup.SpanOf(_file, raw), $"\"{TemplateMarkup.HoleStart}\" and \"{TemplateMarkup.Blocks}\" cannot stand in a template"));
        }

        _position.Read(text);
        Append(text);
    }

    private void Hole(ScriptExpression expression)
    {
        if (_position.Place is MarkupPlace.Comment or MarkupPlace.Instruction)
        {
            return;
        }

        Anchor(expression);
        Append($"{TemplateMarkup.HoleStart}{Number(expression)}-");
    }

    private void Block(ScriptNode at, string name, ScriptNode script, Action? content)
    {
        if (_position.Place is MarkupPlace.Comment or MarkupPlace.Instruction)
        {
            return;
        }

        if (_position.Place is not MarkupPlace.Content)
        {
            Unsupported(at);
            return;
        }

        Anchor(at);
        Append($"<b:{name} n=\"{Number(script)}\">");
        content?.Invoke();
        Append($"</b:{name}>");
    }

    private int Number(ScriptNode script)
    {
        _scripts.Add(script);
        return _scripts.Count - 1;
    }

    private void Unsupported(ScriptNode node)
    {
        var text = node.ToString().AsSpan();
        var end = text.IndexOf("}}");
        _diagnostics.Add(TemplateDiagnostics.UnsupportedStatement(TemplateMarkup.SpanOf(_file, node), (end < 0 ? text : text[..end]).Trim().ToString()));
    }

    private void Anchor(ScriptNode node) => _anchors.Add((_line, _column, new TextPosition(node.Span.Start.Line + 1, node.Span.Start.Column + 1)));

    private void Append(string text)
    {
        _xml.Append(text);
        var last = text.LastIndexOf('\n');
        _line += text.AsSpan().Count('\n');
        _column = last < 0 ? _column + text.Length : text.Length - last;
    }
}
