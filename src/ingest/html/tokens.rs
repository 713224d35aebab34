//! Tags and text of a page or fragment, one after the other, without a tree: depth costs nothing.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// What stands next in a page.
pub(super) enum Piece<'a> {
    Open(&'a Tag),
    Close(&'a str),
    /// Text with its character references resolved; the content of scripts as it is.
    Text(&'a str),
}

/// Hands every tag and text of a page to `visit`, with its line from 1.
pub(super) fn walk(markup: &str, visit: &mut dyn FnMut(Piece, usize)) {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(markup));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(visit)), TokenizerOpts::default());
    while let TokenizerResult::Script(()) = tokenizer.feed(&queue) {}
    tokenizer.end();
}

/// Returns the value of an attribute.
pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

type Visit<'a> = &'a mut dyn FnMut(Piece, usize);

struct Sink<'a>(RefCell<Visit<'a>>);

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut visit = self.0.borrow_mut();
        let line = line as usize;
        match token {
            Token::CharacterTokens(text) => visit(Piece::Text(&text), line),
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => visit(Piece::Close(&tag.name), line),
            Token::TagToken(tag) => {
                visit(Piece::Open(&tag), line);
                // Without a tree nobody tells the tokenizer that no tags stand in these.
                match &*tag.name {
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                        return TokenSinkResult::RawData(RawKind::Rawtext);
                    }
                    "title" | "textarea" if !tag.self_closing => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
