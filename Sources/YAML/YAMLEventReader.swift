import CLibYAML
import Source

/// One event of libyaml, copied into Swift values.
struct YAMLEvent {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(YAMLScalar)
        case sequenceStart
        case mappingStart
        case collectionEnd
    }

    let kind: Kind
    let range: SourceRange
    var anchor: String?
    /// An explicit tag, such as `!!int`; nil if there is none.
    var tag: String?
}

/// Owns libyaml's parser. The text must outlive the reader.
final class YAMLEventReader {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let file: SourceFile

    init?(text: UnsafeBufferPointer<UInt8>, file: SourceFile) {
        self.file = file
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else { return nil }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    func next() throws(Diagnostic) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        let range = SourceRange(file: file, start: position(event.start_mark), end: position(event.end_mark))
        switch event.type {
        case YAML_STREAM_START_EVENT:
            return YAMLEvent(kind: .streamStart, range: range)
        case YAML_DOCUMENT_START_EVENT:
            return YAMLEvent(kind: .documentStart, range: range)
        case YAML_DOCUMENT_END_EVENT:
            return YAMLEvent(kind: .documentEnd, range: range)
        case YAML_ALIAS_EVENT:
            return YAMLEvent(kind: .alias(text(event.data.alias.anchor) ?? ""), range: range)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let value = YAMLScalar(String(decoding: bytes, as: UTF8.self), style: style(scalar.style))
            return YAMLEvent(kind: .scalar(value), range: range, anchor: text(scalar.anchor), tag: text(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(kind: .sequenceStart, range: range, anchor: text(start.anchor), tag: text(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(kind: .mappingStart, range: range, anchor: text(start.anchor), tag: text(start.tag))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            return YAMLEvent(kind: .collectionEnd, range: range)
        default:
            return YAMLEvent(kind: .streamEnd, range: range)
        }
    }

    /// libyaml's own error, at the place that libyaml reports.
    private func problem() -> Diagnostic {
        let state = parser.pointee
        let message = state.problem.map { String(cString: $0) } ?? "the text cannot be read as YAML"
        switch state.error {
        case YAML_READER_ERROR:
            return .unreadable(
                message, value: Int(state.problem_value),
                at: SourceRange(file: file, at: file.position(atOffset: state.problem_offset)))
        case YAML_MEMORY_ERROR:
            return .outOfMemory(file)
        default:
            let place = SourceRange(file: file, at: position(state.problem_mark))
            let context = state.context.map { String(cString: $0) }
            return .syntax(message, context: context, contextPlace: position(state.context_mark), at: place)
        }
    }

    private func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}
