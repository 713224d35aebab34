//! A page for what went wrong.

use askama::Template;
use warp::http::StatusCode;
use warp::reply::Response;

use super::frame::Frame;
use super::messages::Ui;
use super::request::{MAX_PAGE_QUERY_BYTES, PageRequest};
use crate::server::problem::Problem;

#[derive(Template)]
#[template(path = "failure.html", config = "src/server/page/askama.toml")]
struct Failure {
    frame: Frame,
    ui: Ui,
    heading: &'static str,
    text: String,
    back: Option<String>,
}

/// Makes the page of a problem, with its status.
pub fn page(request: &PageRequest, problem: &Problem) -> Response {
    let ui = request.ui;
    let (heading, text) = match problem.status {
        StatusCode::BAD_REQUEST => {
            let n = ui.number(MAX_PAGE_QUERY_BYTES as u64);
            (ui.t("error.400.title"), ui.fill("error.400.text", &[("n", &n)]))
        }
        StatusCode::NOT_FOUND => (ui.t("error.404.title"), ui.t("error.404.text").to_string()),
        _ => (ui.t("error.500.title"), ui.t("error.500.text").to_string()),
    };
    let back =
        (!request.asked.is_empty() && problem.status == StatusCode::NOT_FOUND).then(|| request.asked.results_url());
    let mut frame = Frame::new(request, heading.to_string());
    if problem.status == StatusCode::BAD_REQUEST {
        // What is too long to search is too long to show.
        frame.q.clear();
    }
    match super::html(request, &Failure { frame, ui, heading, text, back }) {
        Ok(mut response) => {
            *response.status_mut() = problem.status;
            response
        }
        Err(problem) => problem.response(),
    }
}
