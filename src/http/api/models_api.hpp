// The routes about models. I/O thread; never blocks.
#pragma once

#include <functional>

#include "channel/show.hpp"
#include "http/api/models_house.hpp"
#include "http/message/message.hpp"
#include "http/message/route.hpp"

namespace np::http {

bool is_of_models(Endpoint endpoint);
// One of those, for operators. `reply` is called once on the loop. Throws WrongBody.
void answer_models(Endpoint endpoint, const Request& request, ModelsHouse& models, const Show& show,
                   std::function<void(Response)> reply);

}  // namespace np::http
