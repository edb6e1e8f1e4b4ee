/** The parts of nunjucks 3.2.4 we build on. They are exported but not documented, so the version is pinned and tests cover them. */
declare module 'nunjucks/src/nodes.js' {
  export interface NodeObject {
    readonly typename: string
    readonly lineno: number
    readonly colno: number
  }
  export interface NodeClass {
    new (lineno: number, colno: number, ...fields: unknown[]): NodeObject
    extend(name: string, properties?: object): NodeClass
  }
  type Names =
    | 'Node'
    | 'NodeList'
    | 'Root'
    | 'Output'
    | 'TemplateData'
    | 'Symbol'
    | 'Literal'
    | 'Array'
    | 'Dict'
    | 'Pair'
    | 'If'
    | 'InlineIf'
    | 'And'
    | 'Or'
    | 'Not'
    | 'Neg'
    | 'Pos'
    | 'Add'
    | 'Sub'
    | 'Mul'
    | 'Div'
    | 'FloorDiv'
    | 'Mod'
    | 'Pow'
    | 'Compare'
    | 'CompareOperand'
  const nodes: Readonly<Record<Names, NodeClass>>
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module exports arrives as its default
  export default nodes
}

declare module 'nunjucks/src/lexer.js' {
  export interface TokenStream {
    nextToken(): object | null
  }
  /** The token scanner's state; our scanner replaces its rules. */
  export class Tokenizer implements TokenStream {
    constructor(text: string, options?: object)
    str: string
    index: number
    len: number
    lineno: number
    colno: number
    in_code: boolean
    nextToken(): object | null
  }
  const lexer: { lex(text: string, options?: object): Tokenizer }
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module exports arrives as its default
  export default lexer
}

declare module 'nunjucks/src/parser.js' {
  /** `Token` and `Result` are `any` in nunjucks; we narrow them to our own token and node types. */
  export class Parser<Token, Expression, List> {
    constructor(tokens: object)
    tokens: object
    peeked: Token | null
    breakOnBlocks: string[] | null
    dropLeadingWhitespace: boolean
    nextToken(withWhitespace?: boolean): Token | null
    peekToken(): Token | null
    pushToken(token: Token | null): void
    error(message: string, lineno?: number, colno?: number): Error
    fail(message: string, lineno?: number, colno?: number): never
    skip(type: string): boolean
    skipValue(type: string, value: string): boolean
    skipSymbol(value: string): boolean
    parseOr(): Expression
    parseAnd(): Expression
    parseNot(): Expression
    parseUntilBlocks(...names: string[]): List
    parse(): List
    parseAsRoot(): List
    parseNodes(): object[]
    parseStatement(): object | null
  }
  const parser: { Parser: typeof Parser }
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module exports arrives as its default
  export default parser
}
